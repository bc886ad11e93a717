"""How files are opened, read and written: the only place that opens a table or writes one."""
