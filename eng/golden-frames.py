#!/usr/bin/env python3
"""Makes ir/frames/<Case>.frame from ir/frames/<Case>.json with the official flatc, so that the golden frames come from
an encoder that is none of ours. Run it after a change of ir/runner.fbs or of a case; commit both files.

    eng/golden-frames.py            make them
    eng/golden-frames.py --check    decode every committed frame with flatc and compare with its json
"""
import json, pathlib, struct, subprocess, sys, tempfile

IR = pathlib.Path(__file__).resolve().parent.parent / "ir"


def flatc(arguments, cwd):
    subprocess.run(["flatc", *arguments], cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def frame(payload):
    whole = b"PGR1" + struct.pack("<I", len(payload)) + payload
    return whole + bytes(-len(whole) % 8)


def encode(case):
    with tempfile.TemporaryDirectory() as tmp:
        flatc(["-b", "-o", tmp, str(IR / "runner.fbs"), str(case)], IR)
        return frame((pathlib.Path(tmp) / (case.stem + ".bin")).read_bytes())


def decode(path):
    whole = path.read_bytes()
    length = struct.unpack_from("<I", whole, 4)[0]
    with tempfile.TemporaryDirectory() as tmp:
        binary = pathlib.Path(tmp) / (path.stem + ".bin")
        binary.write_bytes(whole[8:8 + length])
        flatc(["--json", "--strict-json", "-o", tmp, str(IR / "runner.fbs"), "--", str(binary)], IR)
        return json.loads((pathlib.Path(tmp) / (path.stem + ".json")).read_text())


def main():
    check = "--check" in sys.argv
    failed = 0
    for case in sorted((IR / "frames").glob("*.json")):
        target = case.with_suffix(".frame")
        if check:
            same = decode(target) == json.loads(case.read_text())
            failed += not same
            if not same:
                print(f"{target.name}: flatc does not read it as {case.name}")
        else:
            target.write_bytes(encode(case))
    if check:
        print(f"{len(list((IR / 'frames').glob('*.json'))) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
