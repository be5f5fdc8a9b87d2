"""Measure the rule engine on articles that it does not know, and fit what its confidence is worth: `make score`.

Reads the seeds, the texts of the coded articles (the folder that BAYAH_TEXTS names, or ../shared/articles) and the
invented articles. Writes data/scoring and bayah/drafting/data/calibration.yml; without the texts, nothing.
"""

from pathlib import Path

from bayah.cli import print_score
from bayah.drafting import calibration
from bayah.drafting.held_out import measure, texts_folder
from bayah.drafting.results import expected_error, write_results

ROOT = Path(__file__).resolve().parents[1]
TITLES = {"coded": "The coded articles, each without what it alone told", "invented": "Invented articles",
          "coders": "The second coder by the first"}


def main() -> None:
    texts = texts_folder(ROOT)
    results, curves = measure(ROOT, texts)
    for name, title in TITLES.items():
        rows = results.scores[results.scores["measured_on"] == name].drop(columns=["measured_on", "n_articles"])
        if not rows.empty:
            print(f"\n== {title}")
            print_score(rows, results.shares[results.shares["measured_on"] == name].drop(columns="measured_on"))
    print(results.calibration.to_string(index=False))
    print(f"Expected calibration error {expected_error(results.calibration):.3f}")
    if "coded" not in set(results.scores["measured_on"]):
        print(f"The texts of the coded articles are not in {texts}: nothing was written. Name their folder in "
              "BAYAH_TEXTS.")
        return
    write_results(results, ROOT)
    calibration.write_curves(curves, calibration.DATA)
    print("Wrote data/scoring and bayah/drafting/data/calibration.yml")


if __name__ == "__main__":
    main()
