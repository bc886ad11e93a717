"""Made-up data: order books, bills of materials, rules on content."""
