"""Pages of the way in: for the public, for the office that enters a referral, and on the case."""
