"""Lists what others wrote in the program and its interface, with their licences, for the archive.

    ci/licences.py TARGET

Fails on a part without a licence, or with one that is not in the list: a person looks first.
"""

import json
import pathlib
import re
import subprocess
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "LLVM-exception", "MIT", "MIT-0",
    "MPL-2.0", "Unicode-3.0", "Unlicense", "Zlib",
}
TEXTS = re.compile(r"(?i)^(un)?licen[cs]e|^copying|^notice|^copyright")


def run(*command, folder="."):
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def crates(target):
    """Name and version, licence, address and folder of each crate that goes into the program."""
    tree = run("cargo", "tree", "--locked", "-p", "heng", "-e", "normal", "--target", target, "--prefix", "none", "-f", "{p}")
    used = {tuple(line.split()[:2]) for line in tree.splitlines()}
    for package in json.loads(run("cargo", "metadata", "--locked", "--format-version", "1"))["packages"]:
        if package["source"] and (package["name"], "v" + package["version"]) in used:
            folder = pathlib.Path(package["manifest_path"]).parent
            yield f"{package['name']} {package['version']}", package["license"], package["repository"], folder


def modules():
    """The same of each npm package that the interface runs with."""
    for folder in run("npm", "ls", "--omit=dev", "--all", "--parseable", folder="web").splitlines()[1:]:
        package = json.loads(pathlib.Path(folder, "package.json").read_text())
        source = package.get("repository")
        address = source.get("url") if isinstance(source, dict) else source
        yield f"{package['name']} {package['version']}", package.get("license"), address, pathlib.Path(folder)


def main():
    parts = sorted(set([*crates(sys.argv[1]), *modules()]))
    faults, texts = [], {}
    print("Heng 衡所用的他人作品及其许可 / Works of others in Heng and their licences\n")
    for name, licence, address, folder in parts:
        words = set(re.findall(r"[\w.+-]+", licence or "")) - {"OR", "AND", "WITH"}
        if not words or words - ALLOWED:
            faults.append(f"{name}: {licence or 'no licence'}")
        print(f"{name}  {licence}  {address or ''}".rstrip())
        for file in sorted(folder.iterdir()):
            if TEXTS.match(file.name) and file.is_file():
                texts.setdefault(file.read_text(errors="replace").strip(), []).append(name)
    for text, names in texts.items():
        print(f"\n{'=' * 100}\n{', '.join(sorted(set(names)))}\n{'-' * 100}\n{text}")
    if faults:
        sys.exit("ci/licences.py: look at these and put their licences into the list, or do without them:\n" + "\n".join(faults))


main()
