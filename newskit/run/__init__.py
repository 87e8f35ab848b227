"""How work runs: processes, memory, what is kept between runs, timings."""
