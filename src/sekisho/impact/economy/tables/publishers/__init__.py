"""Tables as their publishers hand them out: workbooks and archives, each layout recognised by its content."""
