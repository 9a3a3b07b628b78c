"""What reports are computed by. Pure: plain values in and out."""
