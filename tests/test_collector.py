import gc

import pytest

from reviewkit.collector import no_collector


def test_the_collector_is_off_while_much_is_made_and_on_again_after_a_fault() -> None:
    @no_collector()
    def faulty() -> None:
        raise RuntimeError(gc.isenabled())

    with pytest.raises(RuntimeError, match="False"):
        faulty()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with no_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
