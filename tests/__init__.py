"""The whole test suite; `README.md` says how it is run."""
