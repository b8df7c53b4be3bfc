# SPDX-License-Identifier: MIT
"""Does random things to a session, and looks after each of them whether all is as it must be."""

import os
import random

SEED = int(os.environ.get("EXWM_VR_VM_SEED", random.SystemRandom().randrange(10**6)))


def run_steps(case, choice: random.Random, usual: int) -> None:
    """@case has possible(), the steps that can be done now, and check(). EXWM_VR_VM_STEPS says how
    many, @usual if it does not."""
    count = int(os.environ.get("EXWM_VR_VM_STEPS", usual))
    print(f"{count} steps with EXWM_VR_VM_SEED={SEED}", flush=True)
    done = []
    try:
        for _ in range(count):
            step = choice.choice(case.possible())
            done.append(step.__name__)
            step()
            case.check()
    except BaseException:
        print(f"{len(done)} steps, the last of them: {' '.join(done[-12:])}", flush=True)
        raise
