"""A PostgreSQL server as a place to meet, beside the folder's journals.

The database on the device stays what a client works on and what acknowledges; own events are pushed to the server and
colleagues' are pulled into the device, so a server that is gone is an outbox that waits. What is different from a
folder: the server keeps back what one may not know yet, so a device's events come with gaps that fill later.
"""
