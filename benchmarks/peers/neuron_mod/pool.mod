: The motor unit of uncramp.kernels.motor_units, update for update, as a NEURON point process.
: NEURON's own backward Euler advances the dendrite; the rest is done before each step.
NEURON {
    POINT_PROCESS PoolUnit
    NONSPECIFIC_CURRENT i
    RANGE g_soma, g_coupling, g_dendrite, g_ahp, g_pic, v_threshold, v_pic, decay_ahp, weight
    RANGE g_input, decay_twitch, ramp_twitch, pic_level, pic_keep, excitation, inhibition
    RANGE noise_keep, noise_step, substeps, ahp, pic, wait, noise, y1, y2, use, fired, total, soma
    RANGE drive, substep, gk, inverse, gp, ge, gi, all, current
    POINTER given
    RANDOM rng
}
PARAMETER {
    g_soma = 1  g_coupling = 1  g_dendrite = 1  g_ahp = 1  g_pic = 1  v_threshold = 10  v_pic = 20
    decay_ahp = 0.99  weight = 1  g_input = 1  decay_twitch = 0.99  ramp_twitch = 0.01
    pic_level = 1  pic_keep = 0.98  excitation = 0  inhibition = 0  noise_keep = 0  noise_step = 0
    substeps = 4
}
ASSIGNED {
    v i dt given ahp pic wait noise y1 y2 use fired total soma drive substep
    gk inverse gp ge gi all current grown z y
}
INITIAL {
    ahp = 0  pic = 0  wait = 0  noise = 0  y1 = 0  y2 = 0  use = 0  fired = 0  total = 0  substep = 0
    soma = -1
}
BEFORE STEP {
    if (substep == 0) {
        grown = y1 + fired
        y2 = decay_twitch * (y2 + ramp_twitch * grown)
        y1 = decay_twitch * grown
        z = 0.3 * 2.718281828 * y2
        use = use + 1 - 1 / (1 + z * (1 + z * (0.5 + z * (1 / 6 + z * (1 / 24 + z / 120)))))
        fired = 0
        drive = given
        noise = noise_keep * noise + noise_step * (random_uniform(rng, 0, 1) - 0.5)
        y = (v - v_pic) / 3
        if (y > 3) { y = 3 }
        if (y < -3) { y = -3 }
        pic = pic + (0.5 + 0.5 * y * (27 + y * y) / (27 + 9 * y * y) - pic) * (1 - pic_keep)
    }
    substep = substep + 1
    if (substep >= substeps) { substep = 0 }
    gk = g_ahp * ahp
    inverse = 1 / (g_soma + gk)
    soma = (g_coupling * v - gk * 10) * inverse
    gp = pic_level * g_pic * pic
    ge = weight * excitation / 70
    gi = g_input * inhibition
    all = g_dendrite + g_coupling * (1 - g_coupling * inverse) + gp + ge + gi
    current = gp * 140 + ge * 70 - gi * 16 - g_coupling * gk * 10 * inverse + weight * (drive + noise)
    wait = wait - dt
    ahp = ahp * decay_ahp
    if (soma > v_threshold && wait <= 0) {
        wait = 5
        ahp = ahp + 1
        fired = 1
        total = total + 1
    }
}
BREAKPOINT {
    i = all * v - current
}
