// SPDX-License-Identifier: MIT
// Any bytes as a capture, and as an entry of a journal. What is read is bounded, in order, and the same when it is
// written and read again.
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

#include "require.h"
#include "runfile/journal_entry.h"
#include "runfile/reader.h"
#include "runfile/writer.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

struct Read {
    std::vector<runfile::Record> records;
    std::uint64_t damaged = 0;
    std::uint64_t passed_over = 0;
};

Read read(std::string_view bytes) {
    std::size_t pieces = 0;
    runfile::Reader reader(
        [&](std::uint64_t offset, std::span<char> buffer) -> std::size_t {
            require(++pieces < 1000 + 16 * bytes.size(), "reading ends");
            require(buffer.size() <= runfile::Reader::largest_block, "pieces are bounded");
            require(offset <= bytes.size(), "nothing behind the end is read");
            return bytes.copy(buffer.data(), buffer.size(), static_cast<std::size_t>(offset));
        },
        bytes.size());
    Read read;
    std::uint64_t frame = 0;
    std::uint64_t offset = 0;
    while (auto record = reader.next()) {
        require(record->frame > frame, "numbers of frames rise");
        require(read.records.empty() || record->offset > offset, "offsets rise");
        require(record->frame <= reader.frames(), "a frame is counted");
        require(record->offset < bytes.size(), "a block is in the file");
        require(record->record.instant >= wifi::Instant{}, "times are of 1970 or later");
        frame = record->frame;
        offset = record->offset;
        read.records.push_back(std::move(record->record));
    }
    require(!reader.next(), "the end is the end");
    require(reader.frames() <= bytes.size() / 12, "a frame has a block");
    require(reader.damage().size() <= runfile::Reader::most_damage, "damage is bounded");
    require(reader.damaged() >= reader.damage().size(), "damage is counted");
    require(reader.damaged() <= bytes.size() / 4 + 2, "damage has a place");
    std::uint64_t before = 0;
    for (const runfile::Damage& damage : reader.damage()) {
        require(damage.offset >= before && damage.offset <= bytes.size(), "damage is told in order");
        require(!damage.what.empty() && damage.what.size() < 300, "damage is told in a line");
        before = damage.offset;
    }
    read.damaged = reader.damaged();
    read.passed_over = reader.passed_over();
    return read;
}

bool same(const runfile::Record& a, const runfile::Record& b) {
    if (a.sequence != b.sequence || a.instant != b.instant || a.what.index() != b.what.index()) return false;
    if (const auto* frame = std::get_if<runfile::NetlinkFrame>(&a.what)) {
        const auto& other = std::get<runfile::NetlinkFrame>(b.what);
        return frame->family == other.family && frame->way == other.way && frame->bytes == other.bytes;
    }
    const auto& text = std::get<runfile::Text>(a.what);
    const auto& other = std::get<runfile::Text>(b.what);
    return text.kind == other.kind && text.message == other.message && text.fields == other.fields;
}

/// In memory: /dev/shm is there on whatever fuzzes.
std::string path_for_writing() {
    static const std::string path = "/dev/shm/wlanmedic-fuzz-" + std::to_string(::getpid()) + ".pcapng";
    return path;
}

void write_and_read_again(const std::vector<runfile::Record>& records) {
    const std::string path = path_for_writing();
    ::unlink(path.c_str());
    std::vector<runfile::Record> kept;
    {
        auto writer = runfile::Writer::create(path, "wlanmedic");
        require(writer.has_value(), "a file can be made");
        for (const runfile::Record& record : records)
            if (writer->append(record)) kept.push_back(record);
    }
    std::string bytes(std::filesystem::file_size(path), '\0');
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    require(file != nullptr && std::fread(bytes.data(), 1, bytes.size(), file) == bytes.size(), "it can be read");
    std::fclose(file);
    ::unlink(path.c_str());
    const Read again = read(bytes);
    require(again.damaged == 0 && again.passed_over == 0, "what was written is whole");
    require(kept.size() == records.size(), "what was read can be written");
    require(std::ranges::equal(again.records, kept, same), "what was written is read");
}

void parse(std::string_view bytes) {
    const auto fields = runfile::parse_entry(bytes);
    if (!fields) return;
    std::string entry;
    for (const auto& [name, value] : *fields) {
        require(fuzz::is_within(name, bytes) && fuzz::is_within(value, bytes), "fields are of the entry");
        require(runfile::is_field_name(name), "names are names");
        runfile::append_field(entry, name, value);
    }
    const auto again = runfile::parse_entry(entry);
    require(again && *again == *fields, "an entry that is written is read");
    runfile::to_record(*fields);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::as_text(data, size);
    runfile::is_capture(bytes);
    runfile::version_in(bytes);
    parse(bytes);
    const Read whole = read(bytes);
    if (!whole.records.empty()) write_and_read_again(whole.records);
    return 0;
}
