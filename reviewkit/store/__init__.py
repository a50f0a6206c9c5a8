"""Where events and records are kept: the database, the journals and record files of the shared folder."""
