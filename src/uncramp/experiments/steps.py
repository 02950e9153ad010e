"""What can be done to a subject before or between tests, as frozen steps in any order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from uncramp.experiments import inputs, interventions
from uncramp.experiments.inputs import Posture
from uncramp.experiments.session import Session
from uncramp.kernels import layout

NEUTRAL = Posture(0.0, 0.0)
STRETCHED = Posture(15.0, 0.0)


@dataclass(frozen=True)
class Rest:
    """Lie still for `duration_s`."""

    duration_s: float

    def apply(self, session: Session) -> None:
        """Rest."""
        session.rest(self.duration_s)


@dataclass(frozen=True)
class Contraction:
    """A voluntary effort, held.

    Attributes
    ----------
    effort
        0 recruits the first motor unit, 1 is maximal.
    muscles
        Those that work; the muscle of the session if empty.
    posture
        In which it is done; the leg returns afterwards. None: as it lies.
    """

    duration_s: float = 5.0
    effort: float = 1.0
    muscles: tuple[str, ...] = ()
    posture: Posture | None = None

    def apply(self, session: Session) -> None:
        """Contract."""
        back = session.posture
        session.move_to(self.posture or back)
        interventions.set_effort(session.calf, self.effort)
        wanted = self.muscles or (session.muscle,)
        parameters = session.calf.parameters
        session.advance(inputs.contraction(session.posture, wanted, self.duration_s, parameters))
        session.move_to(back)


@dataclass(frozen=True)
class Bouts:
    """Contractions with rests between: a local fatiguing exercise.

    Attributes
    ----------
    on_s, off_s
        Of each contraction, and between.
    """

    n: int
    on_s: float
    off_s: float
    effort: float
    muscles: tuple[str, ...] = ()
    posture: Posture = NEUTRAL

    def apply(self, session: Session) -> None:
        """Work."""
        one = Contraction(self.on_s, self.effort, self.muscles)
        back = session.posture
        session.move_to(self.posture)
        for i in range(self.n):
            one.apply(session)
            if i < self.n - 1:
                session.rest(self.off_s)
        session.move_to(back)


@dataclass(frozen=True)
class Stretch:
    """Hold the muscle long, then return.

    Attributes
    ----------
    speed_deg_s
        Of the way there and back.
    """

    duration_s: float
    posture: Posture = STRETCHED
    speed_deg_s: float = 20.0

    def apply(self, session: Session) -> None:
        """Stretch."""
        back = session.posture
        session.move_to(self.posture, self.speed_deg_s)
        session.rest(self.duration_s)
        session.move_to(back, self.speed_deg_s)


@dataclass(frozen=True)
class Stimulation:
    """A train of pulses, then a rest; whatever it sets off goes on."""

    frequency_Hz: float
    duration_s: float
    strength: float = 1.0
    rest_s: float = 0.0

    def apply(self, session: Session) -> None:
        """Stimulate."""
        n = max(1, math.floor(self.frequency_Hz * self.duration_s))
        still = session.hold(self.duration_s + 0.05)
        session.advance(
            inputs.stimulated(still, self.frequency_Hz, n, self.strength, (session.muscle,))
        )
        session.rest(self.rest_s)


@dataclass(frozen=True)
class Sweat:
    """Loss of water and salt, here at once: exercise of other limbs in the heat.

    Attributes
    ----------
    volume_L
        Of sweat.
    ions_mmol_L
        Its concentrations.
    """

    volume_L: float
    ions_mmol_L: Mapping[str, float] = field(
        default_factory=lambda: {"sodium": 50.0, "chloride": 45.0, "potassium": 4.5}
    )

    def apply(self, session: Session) -> None:
        """Lose it."""
        session.fluids.lose(self.volume_L, self.ions_mmol_L)


@dataclass(frozen=True)
class Drink:
    """A drink; the gut takes it up while time passes."""

    volume_L: float
    ions_mmol_L: Mapping[str, float] = field(default_factory=dict)

    def apply(self, session: Session) -> None:
        """Swallow it."""
        session.fluids.drink(self.volume_L, self.ions_mmol_L)


@dataclass(frozen=True)
class Heat:
    """Temperatures of the core and of the calf from now on, degrees Celsius."""

    core_C: float
    muscle_C: float

    def apply(self, session: Session) -> None:
        """Warm, or cool."""
        session.heat(self.core_C, self.muscle_C)


@dataclass(frozen=True)
class MusclePain:
    """Hypertonic saline in the muscle: group III and IV endings fire, and fade over minutes.

    Attributes
    ----------
    level
        1 excites the motor neurons as much as full fatigue does.
    """

    level: float = 0.5

    def apply(self, session: Session) -> None:
        """Inject."""
        session.calf.pain[session.index] += self.level


@dataclass(frozen=True)
class NerveBlock:
    """From now on nothing passes between muscle and cord; False lifts it."""

    blocked: bool = True

    def apply(self, session: Session) -> None:
        """Block or lift."""
        interventions.block_nerve(session.calf, self.blocked)


@dataclass(frozen=True)
class OralReflex:
    """Pickle juice or TRP agonists in the mouth: calms spinal excitability, fades over minutes.

    Attributes
    ----------
    level
        How much it lowers the PIC level. No experiment measures that; see the studies' factors.
    """

    level: float

    def apply(self, session: Session) -> None:
        """Sip."""
        session.calf.oral_reflex += self.level


@dataclass(frozen=True)
class TendonStimulation:
    """Electrical stimulation of the Achilles tendon, until it is ended by a `factor` of 1.

    It makes the tendon organs of the muscle watched discharge `factor` times what its force alone
    makes them; the way from there to the motor neurons is gated as ever.
    """

    factor: float = 2.0

    def apply(self, session: Session) -> None:
        """Switch the stimulator."""
        usual = session.calf.parameters.value("tendon_organ.gain")
        session.calf.state.constants[session.index, layout.ORGAN_GAIN] = usual * self.factor


@dataclass(frozen=True)
class CrampTraining:
    """Weeks of electrically induced contractions or cramps.

    One session is simulated spike by spike: its trains, at this posture, and what they set off.
    The barrage that reached the cord in it is its dose; terminals and endings of a muscle that had
    it become harder to excite, and forget that over weeks.

    Attributes
    ----------
    weeks, per_week
        Length and frequency.
    n_trains, on_s, off_s, frequency_Hz
        Of one session.
    posture
        Pointed: the trains cramp the muscle; neutral: they do not.
    """

    weeks: float
    per_week: float
    posture: Posture
    n_trains: int = 18
    on_s: float = 5.0
    off_s: float = 10.0
    frequency_Hz: float = 50.0
    strength: float = 1.0

    def apply(self, session: Session) -> None:
        """Train."""
        dose = self.dose(session)
        calf = session.calf
        days = 7.0 / self.per_week
        for _ in range(round(self.weeks * self.per_week)):
            calf.learn(session.index, dose)
            calf.forget(days)
        session.skip(3600.0)

    def dose(self, session: Session) -> float:
        """Barrage of one session on a copy of the subject, drive times seconds."""
        trial = session.copy()
        trial.move_to(self.posture)
        n = math.floor(self.frequency_Hz * self.on_s)
        total = 0.0
        for _ in range(self.n_trains):
            still = trial.hold(self.on_s + self.off_s)
            watched = trial.advance(
                inputs.stimulated(still, self.frequency_Hz, n, self.strength, (trial.muscle,))
            )
            total += float(watched.barrage.mean()) * watched.duration_s
        return total
