// SPDX-License-Identifier: MIT
// Journals in systemd's binary form: this machine's own, and files of it. libsystemd reads them; what matters of
// their entries is written as journalctl -o export would, so that one reader serves all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/input.h"
#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// The path that stands for this machine's journal, and with a time behind it ("journal:1778114445000000", µs
/// since the epoch) for all of it since then instead of this boot.
inline constexpr std::string_view own_journal_path = "journal:";
std::string own_journal_since(wifi::Instant since);

/// A file that begins with these bytes is a journal ("Journal File Format").
inline constexpr std::string_view journal_magic = "LPKSHHRH";
bool is_journal_file(const std::string& path);

/// What the kernel and the programs of Wi-Fi and suspend sent: of the kernel all; of SYSLOG_IDENTIFIER
/// those that journal_senders() names. `path` begins with own_journal_path. Errors: no journal is kept here, this
/// user may not read it, nothing of the kernel or of Wi-Fi is in it. A journal that a reboot erases is remarked
/// on.
wifi::Result<Input> open_own_journal(const std::string& path);

/// Why this user cannot read this machine's journal, with a hint for `explain`; nothing where he can.
std::optional<wifi::Error> own_journal_trouble();

/// The journals directly in a directory, by name.
std::vector<std::string> journal_files_of(const std::string& directory);

/// The same of all entries of journal files that belong together; `shown` is what the input is called.
wifi::Result<Input> open_journal_files(const std::vector<std::string>& files, const std::string& shown);

const std::vector<std::string_view>& journal_senders();

}  // namespace wlanmedic::evidence
