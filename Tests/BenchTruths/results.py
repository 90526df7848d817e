"""The ranking of a run folder, and what many of them reach together."""
import os


class Row:
    """One target's row."""

    def __init__(self, cells):
        self.rank = int(cells["rank"])
        self.rank_no_prior = int(cells["rank_no_prior"])
        self.target_class = cells["class"]
        self.flags = cells["flags"]

    def line(self):
        return "%d\t%d\t%s\t%s" % (self.rank, self.rank_no_prior, self.target_class, self.flags)


class Ranking:
    """Rows of ranking.tsv by symbol."""

    def __init__(self, folder):
        self.rows = {}
        with open(os.path.join(folder, "ranking.tsv"), encoding="utf-8") as handle:
            header = handle.readline().rstrip("\n").split("\t")
            for line in handle:
                cells = dict(zip(header, line.rstrip("\n").split("\t")))
                self.rows[cells["symbol"]] = Row(cells)

    def find(self, symbol):
        return self.rows.get(symbol)


def summary(ranks):
    """hit@10, mean reciprocal rank, median rank; a target without a rank counts as infinitely far."""
    far = float("inf")
    known = sorted(far if rank is None else rank for rank in ranks)
    count = len(known)
    middle = (known[(count - 1) // 2] + known[count // 2]) / 2
    return (sum(rank <= 10 for rank in known) / count, sum(1 / rank for rank in known) / count, middle)
