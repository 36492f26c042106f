"""The database: tables, and one function for each thing that is asked of them. No SQL anywhere else."""
