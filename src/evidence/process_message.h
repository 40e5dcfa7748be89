// SPDX-License-Identifier: MIT
// Messages of the programs that join networks and ask for addresses, by the name of the process.
#pragma once

#include <string_view>
#include <vector>

#include "driver/catalog.h"
#include "evidence/address_message.h"
#include "evidence/decoded.h"
#include "evidence/iwd_log.h"
#include "evidence/supplicant_log.h"

namespace wlanmedic::evidence {

/// Keeps what a line of such a program leaves to the lines before it; one for each file.
class ProcessMessages {
public:
    /// `process` is any but the kernel. Unrecognized: a line of wpa_supplicant, hostapd or iwd that looks as if it
    /// mattered, or any that names a wireless interface, and that no decoder knows.
    Decoded decode(std::string_view process, std::string_view message);
    /// The same of any process, "kernel" included.
    Decoded decode(std::string_view process, std::string_view message, const driver::Catalog& drivers);

    /// An event of any source in the file was about this interface.
    void saw(std::string_view interface);

private:
    SupplicantLog supplicant_;
    IwdLog iwd_;
    AddressLog address_;
};

/// True where the message names a wireless interface ("wlan0", "wlp3s0"), as the kernel or udev names it.
bool names_interface(std::string_view message);

/// Literals of which each line that matters contains at least one: the names of the processes, and the words of
/// wpa_supplicant's own log, which names no process.
std::vector<std::string_view> process_literals();

}  // namespace wlanmedic::evidence
