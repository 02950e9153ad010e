"""Where every number sits in the arrays that kernels work on.

Motor units live in chunks of up to `LANES` units of one muscle: one flat float32 buffer per
chunk, row ``r`` at ``[r * LANES, (r + 1) * LANES)``. Rows at offsets known to the compiler let it
vectorise over units, which separate arrays would not. Muscles live in one float64 table, one row
per muscle, columns named here; what the three share (the Achilles tendon) in a short vector.
"""

from __future__ import annotations

LANES = 256
PAD = 16  # units are computed in groups of so many; lanes beyond the last one hold harmless numbers
OUT = 16  # numbers that a chunk hands to its muscle every ms

# --- rows of a chunk: state of a motor unit -------------------------------------------------
V = 0  # dendritic voltage, mV above rest
AHP = 1  # afterhyperpolarisation gate, spikes not yet forgotten
PIC = 2  # persistent-inward-current gate, 0..1
REFRACTORY = 3  # ms until the unit may fire again
NOISE = 4  # synaptic noise, in units of drive
Y1 = 5  # twitch, first stage
Y2 = 6  # twitch, second stage
SINCE = 7  # ms since the last spike
SPIKES = 8  # spikes in this call
USE = 9  # sum over ms of the unit's relative force in this call
FIRED = 10  # 1 if the unit fired in this ms

# --- rows of a chunk: constants of a motor unit ---------------------------------------------
G_SOMA = 11  # leak of soma + coupling, uS
G_COUPLING = 12  # soma-dendrite coupling, uS
G_DENDRITE = 13  # dendritic leak, uS
G_AHP = 14  # AHP conductance per unit of gate, uS
G_PIC = 15  # PIC conductance at m = 1, uS
V_THRESHOLD = 16  # somatic threshold, mV
V_PIC = 17  # PIC half-activation, mV
DECAY_AHP = 18  # factor per substep
STEP_OVER_C = 19  # substep / dendritic capacitance, ms/nF
WEIGHT = 20  # current of one unit of drive, nA
G_INPUT = 21  # input conductance 1/R, uS
FORCE = 22  # tetanic force now, share of the muscle's fresh maximum
DECAY_TWITCH = 23  # factor per ms
RAMP_TWITCH = 24  # 1 ms / contraction time
CONTRIBUTION = 25  # force of the unit in this ms, share of the muscle's fresh maximum
MARGIN = 26  # depolarisation at which the axon terminal discharges by itself, mV (state)
MARGIN_REST = 27  # the same, rested, mV
ECTOPIC = 28  # self-discharge of the terminal, impulses per ms (state, held for 8 ms)
PHASE = 29  # how far the terminal is on its way to the next of them, 0..1 (state)
ENDINGS = 30  # drive from the sensory endings of the unit's region (state, held for 8 ms)
FLICKER = 31  # how far that drive is off its mean for this unit, relative (state)
AXON = 32  # share of full stimulus strength at which a stimulus reaches the axon, 0..1
N_ROWS = 33

# --- columns of the muscle table: state -----------------------------------------------------
FIBRE = 0  # fascicle length, m
BAG1_POLAR = 1  # polar-region length of the spindle's fibres, L0
BAG2_POLAR = 2
CHAIN_POLAR = 3
BAG1_GAMMA = 4  # fusimotor activation of bag fibres, 0..1
BAG2_GAMMA = 5
ORGAN_1 = 6  # tendon organ, Houk-Simon states
ORGAN_2 = 7
POTASSIUM = 8  # interstitial K+, mean of the regions, mM
COMMAND = 9  # descending gain that meets the run's demand
MONOAMINE = 10  # smoothed activation that sets the PIC level
COMMON_NOISE = 11  # slow noise common to the pool
IMPULSE = 12  # ankle moment impulse of this stride so far, N m s
ACTIVATION = 13  # muscle activation now, 0..1
TENDON_FORCE = 14  # N
IA = 15  # Ia rate now, pps
II = 16
IB = 17
SILENT_MS = 18  # ms since the descending command ended
FIBRE_VELOCITY = 19  # m/s

# --- columns of the muscle table: sums over the call -----------------------------------------
SUM_IA = 20
SUM_II = 21
SUM_IB = 22
SUM_ACTIVATION = 23
SUM_FORCE = 24
SUM_RATE = 25  # sum over ms of mean firing rate of the pool, pps
SUM_DRIVE = 26
SUM_BARRAGE = 27  # of the drive from group III/IV endings, tonic and of the barrage
PEAK_FORCE = 28
PEAK_POTASSIUM = 29
SUM_MS = 30
IB_CENTRAL = 31  # Ib as the interneurons pass it on, pps (state)
RELEASE = 32  # transmitter that the Ia terminals hold ready, 0..1 (state)
RENSHAW = 33  # firing of the pool as the Renshaw cells pass it on, pps (state)
POTENTIATION = 34  # share of the largest twitch potentiation, 0..1 (state)
REGION_K = 35  # +r: interstitial K+ of region r, mM (state); POTASSIUM is their mean
REGION_AFTER = 39  # +r: depolarisation that recent impulses left around the terminals, mV (state)
REGION_LEVEL = 43  # +r: depolarisation of terminals and endings now, mV
REGION_SPIKES = 47  # +r: spikes of this ms
REGION_DRIVE = 51  # +r: drive from the region's endings as the cord passes it on (state)
BARRAGE_PASS = 55  # share of that drive which presynaptic inhibition lets through
SLACK_LENGTH = 56  # fascicle length with the tendon just taut, L0: length of the whole muscle
N_STATE = 57

# --- columns of the muscle constants ----------------------------------------------------------
F_MAX = 0  # maximal isometric force, N
L_OPT = 1  # optimal fascicle length, m
L_SLACK = 2  # tendon slack length of the muscle's own part, m
WIDTH = 3  # fibre height (constant thickness), m
V_MAX = 4  # m/s
DAMPING = 5  # fibre damping, F0 per Vmax
M_REST = 6  # PIC level without drive
M_DRIVE = 7  # PIC level added by drive, at most
M_SCALE = 8  # activation at which 63 % of it is there
M_DECAY = 9  # factor per ms
K_IA = 10  # drive per pps of Ia, with gain
K_II = 11
K_IB = 12  # dendritic inhibition per pps of Ib, in input conductances, with gain
K_RECIPROCAL = 13  # the same per unit of dorsiflexor activity
HOLD = 14  # tonic excitation from group III/IV afferents, drive
GATE_SHORT = 15  # length (L0, tendon just taut) at which the Ib path opens
GATE_LONG = 16  # and at which it is open
GATE_MIN = 17  # share left when short
IB_DRIVE_GATE = 18  # share of Ib inhibition left during descending drive
GAMMA_DYNAMIC = 19  # pps at rest
GAMMA_STATIC = 20
GAMMA_LINK = 21  # pps added per unit of drive
NOISE_KEEP = 22  # private noise: factor per ms
NOISE_STEP = 23  # and step
COMMON_KEEP = 24
COMMON_STEP = 25
IA_GAIN = 26  # pps per L0 of bag1, with fatigue gain
IA2_GAIN = 27  # pps per L0 of bag2 and chain, with fatigue gain
II_GAIN = 28
IA_BIAS = 29  # multiplier of afferent terminals from their ionic milieu
K_SOURCE = 30  # mM per action potential of the mean unit
K_PLASMA = 31
K_CLEAR = 32  # clearance of K+ at rest, 1/s
PIC_KEEP = 33  # factor per ms of the PIC gate
REFERENCE_UNITS = 34  # number of units of the pool
ORGAN_GAIN = 35  # pps
ORGAN_SCALE = 36  # share of F0
COMMAND_MAX = 37
IB_KEEP = 38  # factor per ms of the Ib interneurons
RELEASE_USE = 39  # share of it that one impulse uses up
RELEASE_REFILL = 40  # 1/s
TENDON_STRAIN = 41  # at F0
PASSIVE_TOE = 42  # toe of the passive curve: F0 per L0
PASSIVE_TOE_LENGTH = 43  # and where it begins, L0
PASSIVE_CURVE = 44  # quadratic rise of the passive curve: F0 per L0 squared
PASSIVE_LENGTH = 45  # and where it begins, L0
K_PUMP = 46  # clearance added per mM above plasma, 1/s/mM
K_SPREAD = 47  # exchange of K+ between neighbouring regions, 1/s
K_RENSHAW = 48  # dendritic inhibition per pps of the pool's firing, input conductances
RENSHAW_KEEP = 49  # factor per ms
POTENTIATION_MAX = 50  # relative rise of the twitch
POTENTIATION_BUILD = 51  # 1/s per unit of activation
POTENTIATION_KEEP = 52  # factor per ms
AFTER_STEP = 53  # mV per impulse of the mean unit
AFTER_KEEP = 54  # factor per ms
SODIUM_TERM = 55  # permeability ratio times outside sodium, mM
REST_TERM = 56  # potassium + that term at rest, mM
LEVEL_SHIFT = 57  # depolarisation by calcium, magnesium and dilution, mV
LEVEL_LENGTH = 58  # mV lost per L0 of fascicle above LEVEL_AT
LEVEL_AT = 59  # L0
ECTOPIC_GAIN = 60  # impulses per second per mV above the margin
ECTOPIC_MAX = 61  # impulses per second
ECTOPIC_TIRING = 62  # mV that each impulse of its own adds to a terminal's margin
ECTOPIC_RECOVERY = 63  # share of that recovered per 8 ms
ENDING_THRESHOLD = 64  # level at which sensory endings discharge, mV
ENDING_SOFTNESS = 65  # mV
ENDING_GAIN = 66  # drive per mV
ENDING_MAX = 67  # drive
ENDING_RISE = 68  # share of the way to a larger drive per 8 ms
ENDING_FALL = 69  # and to a smaller one
M_BARRAGE = 70  # activation's worth of one unit of drive from the endings, for the PIC level
FLICKER_KEEP = 71  # irregularity of the endings' drive: factor per 8 ms
FLICKER_STEP = 72  # and step
PRESYNAPTIC = 73  # share of the endings' drive that a fully open Ib path holds back
RESTING_TENSION = 74  # of fascicles longer than slack: F0 per L0
FASCICLE_SLACK = 75  # length at which resting fascicles fall slack, L0
SHORT_DRIVE_LOSS = 76  # share of the command that does not reach the neurons of a short muscle
ANSWERED = 77  # share of what group III/IV endings send that a cord grown used to it answers
N_CONST = 78

REGIONS = 4  # of a muscle; unit i lies in region i mod 4
LEAST_DELAY_MS = 2  # from an ending to the cord and back: muscles may move one ms after firing
BLOCK_MS = 8  # noise is drawn, and the level of terminals and endings seen to, once per block

# --- the shared vector -----------------------------------------------------------------------
FREE_TENDON = 0  # stretch of the free Achilles tendon, m
FREE_SLACK = 1  # its slack length, m
FREE_F_MAX = 2  # N
N_SHARED = 3

# --- signals on their way to the spinal cord: one ring buffer per signal and muscle ------------
RING = 64  # ms kept, a power of two; every delay is shorter
RING_IA = 0  # +k
RING_II = 3
RING_IB = 6
N_RINGS = 9

# --- rows of the inputs, one column per ms ----------------------------------------------------
IN_LENGTH = 0  # +k: muscle-tendon length of muscle k, m
IN_ARM = 3  # +k: ankle moment arm against the ground (none in the swing), m
IN_DRIVE = 6  # +k: shape of the descending command, 0..1
IN_DORSIFLEXOR = 9  # dorsiflexor activity, 0..1
IN_STIMULUS = 10  # +k: electrical stimulus in this ms: share of the axons reached, 0..1
IN_DEMAND = 13  # +k: ankle-moment impulse demanded of muscle k by the stride that ends here,
#                 N m s; 0 elsewhere, so that laboratory protocols keep their command
N_IN = 16

# --- rows of the record, one column per ms ----------------------------------------------------
REC_FORCE = 0
REC_IA = 3
REC_IB = 6
REC_FIRING = 9  # +k: share of the pool that fired within the last 250 ms
REC_ACTIVATION = 12
REC_FIBRE = 15  # fascicle length in L0
REC_COMMAND = 18  # descending command, drive
REC_RATE = 21  # spikes in this ms
REC_BARRAGE = 24  # drive from the endings
N_REC = 27
