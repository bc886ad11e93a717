"""An order book determined: cells, signatures, results."""
