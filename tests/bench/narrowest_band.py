"""How narrow a band over five walks can be at best, if it is to hold for two kinds of walkers.

    python -m tests.bench.narrowest_band

A band may depend on the spread that five days show. Over all such bands, at random even, a linear
programme finds the least mean half-width for walkers whose days differ by 2.1 % that holds for 94 %
of their days and for 93 % of those of walkers of 5 %.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import eye_array, kron
from scipy.stats import chi2, norm

DAYS = 5
PRIOR_SD = 0.065
TRACK_VARIANCE = 0.003**2 + 0.002**2
USUAL_SD, WIDE_SD = 0.021, 0.05
HALVES = np.linspace(0.02, 0.30, 200)


def main() -> None:
    """Print the least mean half-width of 8,000 steps."""
    squares = np.linspace(0.05, 140, 700) * USUAL_SD**2
    edges = np.concatenate([[0], (squares[1:] + squares[:-1]) / 2, [1e9]])
    usual, wide = seen(edges, USUAL_SD), seen(edges, WIDE_SD)
    for usual_share in (0.94, 0.95):
        found = linprog(  # type: ignore[call-overload]  # it takes sparse arrays too
            np.outer(usual, HALVES).ravel(),
            A_ub=-np.stack(
                [
                    np.outer(usual, covered(USUAL_SD)).ravel(),
                    np.outer(wide, covered(WIDE_SD)).ravel(),
                ]
            ),
            b_ub=[-usual_share, -0.93],
            A_eq=kron(eye_array(len(usual)), np.ones((1, len(HALVES)))),
            b_eq=np.ones(len(usual)),
        )
        print(f"{usual_share:.0%} and 93%: at least ±{8000 * found.fun:.0f}")


def seen(edges: np.ndarray, day_sd: float) -> np.ndarray:
    """Return how likely each spread, as a sum of squares, is seen in five days."""
    return np.diff(chi2.cdf(edges / (day_sd**2 + TRACK_VARIANCE), DAYS - 1))


def covered(day_sd: float) -> np.ndarray:
    """Return on how many coming days each half-width holds."""
    mean_variance = 1 / (PRIOR_SD**-2 + DAYS / (day_sd**2 + TRACK_VARIANCE))
    return np.asarray(2 * norm.cdf(HALVES / np.sqrt(day_sd**2 + mean_variance)) - 1)


if __name__ == "__main__":
    main()
