"""What programs and notebooks hold in memory: frames in and out, and short tables of HTML."""
