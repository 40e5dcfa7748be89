// SPDX-License-Identifier: MIT
// Takes out of evidence who it is about. All files are read twice: first to learn the originals, then to replace
// them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "evidence/input.h"
#include "redact/rewriter.h"
#include "redact/stream.h"
#include "wifi/error.h"

namespace wlanmedic::redact {

class Redactor {
public:
    /// `numbered`: see StandIns.
    Redactor(const Key& key, bool numbered);

    /// Words that must stay where nothing says that they are names: what decoders look for, names of modules.
    void own_words(std::string_view text) { own_words_.add(text); }
    /// A name that is known from elsewhere.
    void also(Kind kind, std::string_view name) { originals_.add(kind, name); }

    void collect(const evidence::Input& input);
    void collect(std::string_view text);

    /// Between the passes. Error: there are more originals than can be kept.
    wifi::Result<void> learned();

    void rewrite(const evidence::Input& input, const Write& write);
    std::string rewrite(std::string_view text);

    const Originals& originals() const { return originals_; }
    /// Replacements so far.
    const Counts& counts() const { return counts_; }

    /// One line for each original: kind, original, stand-in, with tabs between. Names have "\xNN" for what is no
    /// plain character.
    std::string map();

private:
    std::vector<Edit> edits_of(std::string_view text);

    Originals originals_;
    OwnWords own_words_;
    StandIns stand_ins_;
    std::optional<KnownNames> known_;
    Counts counts_{};
};

}  // namespace wlanmedic::redact
