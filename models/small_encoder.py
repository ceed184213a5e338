"""A small encoder made from nothing but the texts to learn from.

For tests, and for machines where no pre-trained encoder can be had: its words are pieces of those
texts (byte-pair encoding, Sennrich et al. 2016), its weights begin at random. It knows no language
beforehand, so what it learns from a few hundred adverts is little more than their words.
"""

from collections.abc import Iterable
from pathlib import Path

from models.extras import require

PIECES = 4000
"""Vocabulary: in the scripts of our corpus a piece stays about four letters long."""
WIDTH = 64
LAYERS = 2
HEADS = 2
LONGEST = 512
"""Positions: the longest window."""
_SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}


def write_small_encoder(folder: Path, texts: Iterable[str], seed: int) -> None:
    """Write a BERT (Devlin et al. 2019) of `WIDTH` by `LAYERS` that Hugging Face can load.

    Args:
        folder: gets `config.json`, `model.safetensors` and the tokenizer's files.
        texts: the vocabulary is taken from these.
        seed: of the first weights.

    Raises:
        ConfigurationError: a library is missing.
    """
    require("train", "torch", "transformers", "tokenizers")
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    # Not WordPiece, as BERT has: its trainer numbers pieces in another order each time.
    tokenizer = Tokenizer(models.BPE(unk_token=_SPECIAL["unk_token"]))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation()]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=PIECES, special_tokens=list(_SPECIAL.values()), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    ends = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=LONGEST, **_SPECIAL
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=LONGEST,
        pad_token_id=tokenizer.token_to_id(_SPECIAL["pad_token"]),
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        BertModel(config).save_pretrained(folder)
