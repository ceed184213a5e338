"""From a fine-tuned encoder to the file that is served: ONNX, weights in eight bits."""

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

OPSET = 17
"""The newest that the exporter writes without a converter."""


def export(model: Any, path: Path) -> None:
    """Write a sequence classifier of `transformers` as ONNX in 32-bit floats.

    Args:
        model: with attention in its plain form ("eager"), in evaluation mode, on the processor.
        path: for inputs `input_ids` and `attention_mask`, and the output `logits`.
    """
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.classifier = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.classifier(input_ids=input_ids, attention_mask=attention_mask).logits

    ids = torch.ones((2, 8), dtype=torch.int64)
    both = {0: "windows", 1: "tokens"}
    with warnings.catch_warnings():
        # The tracer warns of branches on the lengths of its two inputs, which are always equal;
        # a test compares the file with the model at other lengths and batch sizes.
        warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
        warnings.filterwarnings("ignore", "You are using the legacy", DeprecationWarning)
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        warnings.filterwarnings("ignore", "Exporting aten::index operator", UserWarning)
        # dynamo=True needs one more library (onnxscript) and writes file paths into the model.
        torch.onnx.export(
            Logits().eval(),
            (ids, torch.ones_like(ids)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={"input_ids": both, "attention_mask": both, "logits": {0: "windows"}},
            opset_version=OPSET,
            dynamo=False,
        )


def export_quantized(model: Any) -> bytes:
    """The same with weights and embeddings in eight bits (dynamic quantisation).

    Unsigned weights: on processors without VNNI a product of unsigned activations and signed
    weights can overflow its sixteen bits, and the same advert would get other numbers there.
    """
    from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic

    with TemporaryDirectory() as folder:
        whole, prepared, small = (Path(folder) / f"{name}.onnx" for name in ("a", "b", "c"))
        export(model, whole)
        quant_pre_process(whole, prepared, skip_symbolic_shape=True)
        quantize_dynamic(prepared, small, weight_type=QuantType.QUInt8, per_channel=True)
        return small.read_bytes()
