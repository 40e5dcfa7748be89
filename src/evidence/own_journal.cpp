// SPDX-License-Identifier: MIT
#include "evidence/own_journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <memory>

#include "evidence/temporary_file.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::size_t longest_field = 1U << 16;
constexpr std::size_t written_at_once = 1U << 18;
constexpr std::uint64_t watched_every = 50'000;
constexpr std::array<const char*, 9> fields{
    "_SOURCE_REALTIME_TIMESTAMP",
    "_SOURCE_MONOTONIC_TIMESTAMP",
    "_SOURCE_BOOTTIME_TIMESTAMP",
    "_BOOT_ID",
    "_TRANSPORT",
    "SYSLOG_IDENTIFIER",
    "_COMM",
    "_PID",
    "MESSAGE",
};

struct Close {
    void operator()(sd_journal* journal) const { ::sd_journal_close(journal); }
};
using Journal = std::unique_ptr<sd_journal, Close>;

wifi::Error trouble(int error, std::string hint = {}) {
    return {.what = fmt::format("the journal cannot be read: {}", std::strerror(-error)), .hint = std::move(hint)};
}

bool is_text(std::string_view value) {
    return std::ranges::all_of(value, [](char c) { return (c >= ' ' && c != '\x7f') || c == '\t'; });
}

void append_field(std::string& text, std::string_view data) {
    const std::size_t equals = data.find('=');
    if (equals == std::string_view::npos) return;
    const std::string_view value = data.substr(equals + 1);
    if (is_text(value)) {
        text += data;
    } else {
        text += data.substr(0, equals);
        text += '\n';
        std::uint64_t size = value.size();
        for (int i = 0; i < 8; ++i, size >>= 8U) text += static_cast<char>(size & 0xffU);
        text += value;
    }
    text += '\n';
}

void append_entry(std::string& text, sd_journal* journal) {
    std::uint64_t realtime = 0;
    if (::sd_journal_get_realtime_usec(journal, &realtime) < 0) return;
    fmt::format_to(std::back_inserter(text), "__REALTIME_TIMESTAMP={}\n", realtime);
    std::uint64_t monotonic = 0;
    sd_id128_t boot{};
    if (::sd_journal_get_monotonic_usec(journal, &monotonic, &boot) >= 0)
        fmt::format_to(std::back_inserter(text), "__MONOTONIC_TIMESTAMP={}\n", monotonic);
    for (const char* field : fields) {
        const void* data = nullptr;
        std::size_t size = 0;
        if (::sd_journal_get_data(journal, field, &data, &size) < 0) continue;
        append_field(text, {static_cast<const char*>(data), std::min(size, longest_field)});
    }
    text += '\n';
}

bool write_out(int descriptor, std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    text.clear();
    return true;
}

// From where the journal stands to its end.
wifi::Result<Input> copy(sd_journal* journal, std::string shown, std::string remark) {
    const auto to = open_temporary_file();
    if (!to) return std::unexpected(to.error());
    const bool watched = ::isatty(STDERR_FILENO) == 1;
    std::string text;
    std::uint64_t entries = 0;
    int moved = 0;
    bool written = true;
    while (written && (moved = ::sd_journal_next(journal)) > 0) {
        append_entry(text, journal);
        if (text.size() >= written_at_once) written = write_out(*to, text);
        if (watched && ++entries % watched_every == 0)
            fmt::print(stderr, "\rreading the journal, {} entries ", entries);
    }
    if (watched && entries >= watched_every) fmt::print(stderr, "\r\x1b[K");
    written = written && write_out(*to, text);
    if (!written) {
        const int error = errno;
        ::close(*to);
        return std::unexpected(trouble(-error, "set TMPDIR to a directory with room"));
    }
    if (moved < 0) {
        if (!remark.empty()) remark += "; ";
        remark += fmt::format("the journal could not be read to its end: {}", std::strerror(-moved));
    }
    return Input::adopt(*to, std::move(shown), std::move(remark));
}

// (kernel or any of the senders), and what was asked for before.
int add_matches(sd_journal* journal) {
    int result = ::sd_journal_add_match(journal, "_TRANSPORT=kernel", 0);
    if (result >= 0) result = ::sd_journal_add_disjunction(journal);
    for (const std::string_view sender : journal_senders()) {
        const std::string match = fmt::format("SYSLOG_IDENTIFIER={}", sender);
        if (result >= 0) result = ::sd_journal_add_match(journal, match.c_str(), 0);
    }
    return result;
}

std::string id_text(sd_id128_t id) {
    std::string text;
    for (const std::uint8_t byte : id.bytes) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    return text;
}

struct Kept {
    bool there = false;
    bool readable = false;
};

constexpr std::string_view persistent_journals = "/var/log/journal";
constexpr std::string_view passing_journals = "/run/log/journal";

// The system's own file in a directory of journals: a user's is readable by him, and says nothing of the kernel.
Kept kept_in(std::string_view root) {
    sd_id128_t machine{};
    if (::sd_id128_get_machine(&machine) < 0) return {};
    const std::string file = fmt::format("{}/{}/system.journal", root, id_text(machine));
    Kept kept;
    kept.readable = ::access(file.c_str(), R_OK) == 0;
    kept.there = kept.readable || errno == EACCES || ::access(file.c_str(), F_OK) == 0;
    return kept;
}

}  // namespace

const std::vector<std::string_view>& journal_senders() {
    static const std::vector<std::string_view> senders{
        "kernel",         "wpa_supplicant", "wpa_cli",          "hostapd",        "iwd",    "ead",
        "NetworkManager", "nm-dispatcher",  "systemd-networkd", "dhclient",       "dhcpcd", "connmand",
        "udhcpc",         "systemd-sleep",  "systemd-logind",   "systemd-rfkill",
    };
    return senders;
}

std::string own_journal_since(wifi::Instant since) {
    const auto micros = std::chrono::floor<std::chrono::microseconds>(since).time_since_epoch().count();
    return fmt::format("{}{}", own_journal_path, std::max<std::int64_t>(micros, 0));
}

bool is_journal_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return false;
    std::array<char, journal_magic.size()> beginning{};
    const ssize_t size = ::pread(descriptor, beginning.data(), beginning.size(), 0);
    ::close(descriptor);
    return size == static_cast<ssize_t>(beginning.size()) &&
           std::string_view(beginning.data(), beginning.size()) == journal_magic;
}

std::optional<wifi::Error> own_journal_trouble() {
    const Kept persistent = kept_in(persistent_journals);
    const Kept passing = kept_in(passing_journals);
    if (!persistent.there && !passing.there)
        return wifi::Error{.what = "this machine keeps no journal",
                           .hint = "give a log: dmesg > dmesg.txt; wlanmedic explain dmesg.txt"};
    if (!persistent.readable && !passing.readable)
        return wifi::Error{
            .what = "you may not read this machine's journal, only what you sent to it yourself",
            .hint = "sudo wlanmedic explain; or sudo usermod -aG systemd-journal $USER, and log in anew"};
    return std::nullopt;
}

std::vector<std::string> journal_files_of(const std::string& directory) {
    std::vector<std::string> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->is_regular_file(error) && is_journal_file(entry->path())) files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

wifi::Result<Input> open_own_journal(const std::string& path) {
    const std::string_view time = std::string_view(path).substr(own_journal_path.size());
    std::uint64_t since = 0;
    if (const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), since);
        !time.empty() && (error != std::errc{} || end != time.data() + time.size()))
        return std::unexpected(wifi::Error{.what = "no time since the epoch in microseconds", .file = path});
    if (auto error = own_journal_trouble()) return std::unexpected(*error);
    sd_journal* opened = nullptr;
    if (const int result = ::sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY); result < 0)
        return std::unexpected(trouble(result));
    const Journal journal(opened);
    int result = add_matches(opened);
    sd_id128_t boot{};
    if (result >= 0 && time.empty()) {
        result = ::sd_id128_get_boot(&boot);
        if (result >= 0) result = ::sd_journal_add_conjunction(opened);
        const std::string match = fmt::format("_BOOT_ID={}", id_text(boot));
        if (result >= 0) result = ::sd_journal_add_match(opened, match.c_str(), 0);
    }
    if (result >= 0)
        result = time.empty() ? ::sd_journal_seek_head(opened) : ::sd_journal_seek_realtime_usec(opened, since);
    if (result < 0) return std::unexpected(trouble(result));
    std::string remark;
    if (!kept_in(persistent_journals).there && !time.empty())
        remark =
            "the journal is erased at each boot, so it tells of this one only (to keep it: "
            "sudo mkdir -p /var/log/journal && sudo systemctl restart systemd-journald)";
    const std::string shown = time.empty()
                                  ? "journal of this machine (this boot)"
                                  : fmt::format("journal of this machine (since {})",
                                                wifi::to_rfc3339(wifi::Instant{std::chrono::microseconds{since}}));
    auto input = copy(opened, shown, std::move(remark));
    if (input && input->size() == 0)
        return std::unexpected(
            wifi::Error{.what = fmt::format("the {} has no message of the kernel or of Wi-Fi's programs", shown),
                        .hint = "--since with an earlier time asks for more, earlier boots too"});
    return input;
}

wifi::Result<Input> open_journal_files(const std::vector<std::string>& files, const std::string& shown) {
    std::vector<const char*> paths;
    for (const std::string& file : files) paths.push_back(file.c_str());
    paths.push_back(nullptr);
    sd_journal* opened = nullptr;
    if (files.empty())
        return std::unexpected(wifi::Error{.what = "no journal is in this directory", .file = shown});
    if (const int result = ::sd_journal_open_files(&opened, paths.data(), 0); result < 0)
        return std::unexpected(trouble(result));
    const Journal journal(opened);
    int result = add_matches(opened);
    if (result >= 0) result = ::sd_journal_seek_head(opened);
    if (result < 0) return std::unexpected(trouble(result));
    return copy(opened, shown, {});
}

}  // namespace wlanmedic::evidence
