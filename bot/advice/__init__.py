"""The core: values and pure functions. Reads no file, knows no clock and no Telegram.

normalising -> spelling -> wording, meaning -> matching -> deciding
                            (evidence)        (fused, calibrated)
"""
