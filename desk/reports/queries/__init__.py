"""What reports ask the database: a few set-based questions, however many cases there are."""
