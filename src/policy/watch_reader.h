// SPDX-License-Identifier: MIT
// Reads what a trigger and a symptom have in common: what is watched, and how often within what.
#pragma once

#include <array>
#include <span>

#include "config/table_reader.h"
#include "policy/policy.h"

namespace wlanmedic::policy {

/// A key that says what a table is about, and those that may stand beside it.
struct Subject {
    const char* key;
    std::span<const char* const> with;
};

/// The keys of a watch: one of them, and its companions.
std::span<const Subject> watch_subjects();

/// The one of `subjects` that the table has. Errors: none, two, a key that does not go with it; null then.
const Subject* subject_of(config::TableReader& reader, std::span<const Subject> subjects, std::string_view owner);

/// All keys of subjects and companions, each once.
std::vector<const char*> keys_of(std::span<const Subject> subjects);

/// The watch of a table whose subject is one of watch_subjects(). Errors are kept in the reader.
Watch watch_of(config::TableReader& reader, std::string_view subject);

}  // namespace wlanmedic::policy
