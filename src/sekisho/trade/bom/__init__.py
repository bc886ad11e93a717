"""Bills of materials: what a product is made of, read from files as firms have them, and checked."""
