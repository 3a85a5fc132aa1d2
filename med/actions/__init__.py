"""What happens in MED: `bodies`, `planning`, `agenda`, `proposals`, `releasing`, `writing` (minutes), `approving`,
`following` (agreed actions), `confidential` (notes of one side, of one TRIO), `figures`.
"""
