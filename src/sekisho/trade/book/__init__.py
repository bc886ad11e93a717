"""Reading order books as firms have them: any format and encoding, headers and words in three languages."""
