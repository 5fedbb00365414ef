/* Every model, one line each: GLASS_MODEL(name, one sentence, page of the theory). */
GLASS_MODEL(dfn,
            "Doyle-Fuller-Newman: porous electrodes, spherical particles, concentrated "
            "electrolyte",
            "theory/dfn.md")
GLASS_MODEL(spme,
            "single particles with electrolyte: uniform reaction, salt across the cell",
            "theory/spm.md")
GLASS_MODEL(spm, "single particles: one per electrode, no electrolyte", "theory/spm.md")
