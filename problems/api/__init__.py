"""Problems, known errors and trends for programs."""
