// SPDX-License-Identifier: MIT
// Run files in memory and on the disk, for tests.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "runfile/reader.h"
#include "runfile/writer.h"

namespace wlanmedic::runfile::test {

/// A folder that is gone with it.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string bytes_of(const std::string& path);
void write_bytes(const std::string& path, std::string_view bytes);

/// Keeps `bytes` alive itself.
Reader reader_of(std::string bytes);

struct Read {
    std::vector<ReadRecord> records;
    std::vector<Damage> damage;
    std::uint64_t damaged = 0;
    std::uint64_t frames = 0;
    std::uint64_t passed_over = 0;
    std::optional<int> version;
};
Read read_all(std::string bytes);

Record text(std::uint64_t sequence, Kind kind, std::string message,
            std::int64_t nanoseconds = 1'750'000'000'123'456'789);
Record frame(std::uint64_t sequence, std::vector<std::uint8_t> bytes,
             std::int64_t nanoseconds = 1'750'000'000'123'456'789);
/// The controller's answer that nl80211 is family 0x1c, as Linux 6.1 gives it.
Record new_family(std::uint64_t sequence);
/// One message of nl80211 (family 0x1c) with this command and NL80211_ATTR_IFINDEX 3.
Record nl80211(std::uint64_t sequence, std::uint8_t command, std::int64_t nanoseconds = 1'750'000'000'123'456'789);

/// What a Writer makes of these.
std::string written(const std::vector<Record>& records, const std::string& program = "wlanmedic 0.1.0");

/// Of a program that must be there and succeed.
std::string output_of(const std::string& command);

}  // namespace wlanmedic::runfile::test

namespace wlanmedic::runfile {
bool operator==(const NetlinkFrame& a, const NetlinkFrame& b);
bool operator==(const Text& a, const Text& b);
bool operator==(const Record& a, const Record& b);
void PrintTo(const Record& record, std::ostream* out);
}  // namespace wlanmedic::runfile
