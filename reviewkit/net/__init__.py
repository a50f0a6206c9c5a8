"""The one HTTP client: patient, polite, and with a memory.

What a reader would get wrong: a `Client` waits before a request, never after, and it counts every request that goes
out, retries too, against its budget. An answer that is kept on disk costs nothing and is given again whatever its age,
unless the caller wants it fresh; so a run that was cut goes on where it was. Keys go in `secrets`, apart from all other
parameters: they are in no message, no file and no answer's address, and no redirection takes them to another host.

Clock, sleep and time of day are arguments, so that tests need not wait. The environment's proxies and passwords
(`HTTPS_PROXY`, `.netrc`) are not looked at; a proxy is set by `Manners.proxy`.
"""

from reviewkit.net.answer import Answer
from reviewkit.net.cache import Cache
from reviewkit.net.client import Client
from reviewkit.net.manners import Manners

__all__ = ["Answer", "Cache", "Client", "Manners"]
