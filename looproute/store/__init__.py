"""Save what belongs to one person: a profile, a training diary, a secret key.

`private_file` reads and replaces such a file under a lock, `toml` reads and writes the format that
people edit by hand; `profile`, `diary` and `secret_key` each define one kind of file.
"""
