// SPDX-License-Identifier: MIT
// Bytes of one file that can be read more than once.
#pragma once

#include <cstdint>
#include <ctime>
#include <span>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::evidence {

/// An open file. What cannot be read twice (a pipe, standard input, a device) is first copied into an unlinked
/// temporary file ($TMPDIR or /var/tmp or /tmp). Nothing is mapped: a file cut short while it is read ends there.
class Input {
public:
    /// `path` "-" is standard input. Errors: missing, no permission, a directory, no room for the copy.
    /// What is packed (evidence/decompress.h) is unpacked into such a file too, and a trace.dat printed
    /// (evidence/trace_dat.h).
    static wifi::Result<Input> open(const std::string& path);

    /// Takes over an open file; `shown` is what it is called. The time of its last change is now.
    static wifi::Result<Input> adopt(int descriptor, std::string shown, std::string remark);
    /// A temporary file with this text; path and time of the last change are those of `like`. Error: no room for
    /// it.
    static wifi::Result<Input> of_text(std::string_view text, const Input& like);

    Input(Input&& other) noexcept;
    Input& operator=(Input&& other) noexcept;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    ~Input();

    /// Fills `buffer` from `offset` on; the number of bytes read, fewer only at the end of the file or on an
    /// error while reading, which ends the file and is kept in read_error().
    std::size_t read_at(std::uint64_t offset, std::span<char> buffer) const;

    std::uint64_t size() const { return size_; }
    /// Last change of the file; for a pipe the time of opening.
    std::time_t modified() const { return modified_; }
    /// What must be said of it beside its path: that a part is missing. Mostly empty.
    const std::string& remark() const { return remark_; }
    const std::string& path() const { return path_; }
    /// The bytes are not those of the file: it was packed, or a journal or a trace in binary form.
    bool converted() const { return converted_; }
    int read_error() const { return read_error_; }

private:
    Input(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

    wifi::Result<void> unpack_if_packed();
    wifi::Result<void> print_if_trace();

    std::string path_;
    std::string remark_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::time_t modified_ = 0;
    mutable int read_error_ = 0;
    bool converted_ = false;
};

}  // namespace wlanmedic::evidence
