"""What authors of data packages ask: whether files and cases are right, and the schemas of what they write."""
