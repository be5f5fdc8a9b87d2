"""What the pages share: the tables and their cache, the filters, the address, the evidence panel."""
