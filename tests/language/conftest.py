"""What the tests of the language step share."""

import pytest
import torch


@pytest.fixture(autouse=True)
def _one_thread():
    """One thread, as at prediction; several take longer over such small tensors, and wait for each other."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
