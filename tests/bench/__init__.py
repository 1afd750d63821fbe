"""What answering costs and what each part is worth: ``make bench``, or ``python -m tests.bench latency`` for one.

__main__   one table of benches          results    tables, the screen and the JSON file
subjects   what is measured              latency -> probe (a child process), growth, stages: what it costs
                                         rivals, ablation, robustness: what it is worth

A further bench is a module with ``run(subject, progress) -> tables`` and a line in the table of ``__main__``.
"""
