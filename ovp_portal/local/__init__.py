"""What `./run` does on one machine. Standard library and psycopg2 only: the supervisor stays small."""
