// SPDX-License-Identifier: MIT
// Which folder may include which: the arrows of docs/architecture.md, as a table.
#pragma once

#include <string>

namespace wlanmedic::architecture {

/// A folder of src/ that the table has, or "apps".
bool is_known_folder(const std::string& folder);

/// True where `to` is `from` itself, or is reached from it along the arrows, however many.
bool is_allowed(const std::string& from, const std::string& to);

}  // namespace wlanmedic::architecture
