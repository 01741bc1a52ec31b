"""Asks and tells an Optuna study for `mantissa search`: a line of JSON in, a line of JSON out, until the input ends.

A trial that runs carries an attribute `lease`, which its worker renews while it waits for the figures. Whoever asks and
has seen a trial's lease unchanged for too long fails that trial and queues its choice again; no clocks are compared.
"""

import json
import os
import random
import select
import signal
import sys
import time
import warnings

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)  # Mantissa, which is sent them too, ends; the input ends with it.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(**fields):
    ANSWERS.write(json.dumps(fields) + "\n")
    ANSWERS.flush()


try:
    import optuna
    import sqlalchemy.exc
    from optuna.trial import TrialState
except ImportError as error:
    sys.stdin.readline()
    answer(error=str(error), missing=True)
    sys.exit(0)

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

FINISHED = (TrialState.COMPLETE, TrialState.PRUNED)
MOST_LOSSES = 3  # A choice that took so many workers with it is refused.
PASSING = (sqlalchemy.exc.OperationalError, sqlalchemy.exc.InterfaceError, sqlalchemy.exc.TimeoutError, OSError)
LASTING = ("authentication failed", "does not exist", "access denied", "unknown database", "unable to open")


class Trouble(Exception):
    """What the storage keeps saying."""


class Absent(Exception):
    """There is no study of that name."""


def patiently(action, patience):
    """What `action` gives; tried again, ever more seldom, while the storage is locked or away."""
    end, pause = time.monotonic() + patience, 0.1
    while True:
        try:
            return action()
        except (optuna.exceptions.StorageInternalError, *PASSING, sqlalchemy.exc.SQLAlchemyError) as error:
            cause = error.__cause__ if isinstance(error, optuna.exceptions.StorageInternalError) else error
            text = " ".join(str(getattr(cause, "orig", None) or cause).split())
            passes = isinstance(cause, PASSING) and not any(words in text.lower() for words in LASTING)
            if not passes or time.monotonic() + pause > end:
                raise Trouble(text) from error
        time.sleep(pause * random.uniform(0.5, 1))
        pause = min(2 * pause, 10)


class Numbered(optuna.samplers.BaseSampler):
    """Optuna's own sampler, made anew for each trial: seeded by how many trials came before it, lost ones left out.

    So a search that was stopped and goes on draws what one draws that was never stopped.
    """

    def __init__(self, seed, objectives):
        self.seed = seed
        self.kind = type(optuna.create_study(directions=["maximize"] * objectives).sampler)
        self.own = self.kind()

    def before_trial(self, study, trial):
        place = sum(t.number < trial.number and t.state != TrialState.FAIL for t in study.get_trials(deepcopy=False))
        self.own = self.kind(seed=random.Random(f"{self.seed} {place}").getrandbits(32))
        self.own.before_trial(study, trial)

    def infer_relative_search_space(self, study, trial):
        return self.own.infer_relative_search_space(study, trial)

    def sample_relative(self, study, trial, space):
        return self.own.sample_relative(study, trial, space)

    def sample_independent(self, study, trial, name, distribution):
        return self.own.sample_independent(study, trial, name, distribution)

    def after_trial(self, study, trial, state, values):
        self.own.after_trial(study, trial, state, values)


def storage(url, patience):
    if url.startswith("journal:"):
        return optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(url[len("journal:") :]))
    # Optuna tries again some twenty times where an SQLite file is locked.
    limits = {"timeout": min(5, patience / 20)} if url.startswith("sqlite") else {"connect_timeout": 5}
    # Optuna fills in what stands in braces.
    return optuna.storages.RDBStorage(
        url.replace("{", "{{").replace("}", "}}"), engine_kwargs={"pool_pre_ping": True, "connect_args": limits}
    )


class Worker:
    def __init__(self, url, name, patience, directions=None, search=None, trials=None):
        self.patience, self.trial, self.seen = patience, None, {}

        def load():
            place = storage(url, patience)
            if directions is None:
                try:
                    return optuna.load_study(storage=place, study_name=name)
                except KeyError as error:
                    raise Absent(name) from error
            return optuna.create_study(storage=place, study_name=name, directions=directions, load_if_exists=True)

        self.study = self.patiently(load)
        known = self.patiently(lambda: self.study.user_attrs)
        if directions is not None and "search" not in known and not self.trials():
            self.patiently(lambda: self.study.set_user_attr("search", search))
        known = self.patiently(lambda: self.study.user_attrs)
        self.search = known.get("search")
        if self.search is None or (search is not None and self.search != search):
            return  # Another search's, or another program's: nothing in it is changed.
        if trials is not None and trials != known.get("trials"):
            self.patiently(lambda: self.study.set_user_attr("trials", trials))
        stated = json.loads(self.search)
        self.lease = stated["lease"]
        self.study.sampler = Numbered(stated["seed"], len(self.study.directions))

    def patiently(self, action):
        return patiently(action, self.patience)

    def trials(self):
        return self.patiently(lambda: self.study.get_trials(deepcopy=False))

    def renew(self):
        """Says that the trial goes on; one that was given to another worker meanwhile stays with that one."""
        try:
            if self.trial:
                self.trial.set_user_attr("lease", f"{os.getpid()} {time.time()}")
        except Exception:
            pass  # The next time will do.

    def put_back(self, trial):
        """Fails a trial that runs and queues its choice again; nothing where it runs no more."""
        losses = trial.user_attrs.get("losses", 0) + 1
        try:
            self.study.tell(trial.number, state=TrialState.FAIL if losses < MOST_LOSSES else TrialState.PRUNED)
        except (ValueError, optuna.exceptions.UpdateFinishedTrialError):
            return
        if losses < MOST_LOSSES and trial.params:
            self.study.add_trial(
                optuna.create_trial(
                    state=TrialState.WAITING,
                    params=trial.params,
                    distributions=trial.distributions,
                    user_attrs={"losses": losses},
                )
            )

    def take_over(self):
        now = time.monotonic()
        for trial in self.trials():
            if trial.state != TrialState.RUNNING:
                continue
            lease, since = self.seen.get(trial.number, (None, None))
            if since is None or lease != trial.user_attrs.get("lease"):
                self.seen[trial.number] = (trial.user_attrs.get("lease"), now)
            elif now - since > self.lease:
                self.patiently(lambda trial=trial: self.put_back(trial))

    def ask(self, choices):
        self.take_over()
        most = self.patiently(lambda: self.study.user_attrs["trials"])
        trials = self.trials()
        finished = sum(t.state in FINISHED for t in trials)
        if finished >= most:
            return {"end": True}
        if finished + sum(t.state == TrialState.RUNNING for t in trials) >= most:
            return {"wait": True}
        space = {
            name: optuna.distributions.IntDistribution(*choice["range"])
            if "range" in choice
            else optuna.distributions.CategoricalDistribution(choice["labels"])
            for name, choice in sorted(choices.items())  # Draws follow this order, and JSON's is any.
        }
        trial = self.patiently(lambda: self.study.ask(space))
        trials = self.trials()
        counted = [t.number for t in trials if t.state in (*FINISHED, TrialState.RUNNING)]
        if sum(number < trial.number for number in counted) >= most:
            # Others asked at the same moment.
            self.patiently(lambda: self.study.tell(trial.number, state=TrialState.FAIL))
            return {"wait": True}
        self.trial = trial
        self.renew()
        params = trial.params
        known = next((t for t in trials if t.state in FINISHED and t.params == params), None)
        return {
            "number": trial.number,
            "labels": {name: str(value) for name, value in params.items()},
            "known": row(known) if known else None,
        }

    def tell(self, figures, values=None, refused=None):
        trial, self.trial = self.trial, None

        def put():
            for name, value in figures.items():
                trial.set_user_attr(name, value)
            if refused is not None:
                trial.set_user_attr("refused", refused)
            self.study.tell(trial.number, values, state=TrialState.PRUNED if values is None else TrialState.COMPLETE)

        def finish():
            try:
                put()
            except (ValueError, optuna.exceptions.UpdateFinishedTrialError):
                pass  # An attempt before this one did it, or another worker has the trial.

        self.patiently(finish)
        state = next(t.state for t in self.trials() if t.number == trial.number)
        return {"kept": state in FINISHED}

    def rows(self):
        return {"rows": [row(t) for t in self.trials() if t.state in FINISHED]}


def row(trial):
    own = {"lease", "losses", "refused"}
    return {
        "number": trial.number,
        "labels": {name: str(value) for name, value in trial.params.items()},
        "values": trial.values if trial.state == TrialState.COMPLETE else None,
        "figures": {k: v for k, v in trial.user_attrs.items() if k not in own and isinstance(v, (int, float))},
        "refused": trial.user_attrs.get("refused", f"{MOST_LOSSES} workers were lost in it") if trial.values is None else None,
    }


def main():
    worker = None
    while True:
        while worker and worker.trial and not select.select([0], [], [], worker.lease / 4)[0]:
            worker.renew()
        line = sys.stdin.buffer.readline()
        if not line:
            break
        request = json.loads(line)
        kind = request.pop("do")
        try:
            if kind == "open":
                worker = Worker(**request)
                answer(search=worker.search)
            else:
                answer(**getattr(worker, kind)(**request))
        except Trouble as error:
            answer(error=str(error))
        except Absent as error:
            answer(error=str(error), absent=True)
        except Exception as error:
            answer(error=f"{type(error).__name__}: {error}")
    if worker and worker.trial:
        worker.patience = 5
        try:
            trial = next(t for t in worker.trials() if t.number == worker.trial.number)
            worker.patiently(lambda: worker.put_back(trial))
        except Exception:
            pass  # Its lease ends.


main()
