: The drive of one muscle, played in; units point at it.
NEURON {
    POINT_PROCESS PoolSource
    RANGE drive
}
ASSIGNED { drive }
