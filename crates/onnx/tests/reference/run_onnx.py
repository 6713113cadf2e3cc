"""Checks every NAME.onnx of a folder, runs it on NAME.json (columns by input name) and writes NAME.out.json.

Needs numpy, onnx, onnxruntime: pip install onnxruntime onnx
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    table = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    feed = {}
    for name, values in table.items():
        if values["kind"] == "number":
            column = [np.nan if v is None else v for v in values["values"]]
            feed[name] = np.array(column, dtype=np.float64).reshape(-1, 1)
        else:
            feed[name] = np.array(values["values"], dtype=object).reshape(-1, 1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    meta = session.get_modelmeta()
    answers = {"producer": meta.producer_name, "metadata": meta.custom_metadata_map}
    for name in ["margin", "probability"]:
        answers[name] = session.run([name], feed)[0].tolist()
    # One row at a time takes another path through the runtime.
    one = {name: values[:1] for name, values in feed.items()}
    answers["first"] = session.run(["margin"], one)[0].tolist()
    path.with_suffix(".out.json").write_text(json.dumps(answers), encoding="utf-8")
