// SPDX-License-Identifier: MIT
#include "wifi/codes.h"

namespace wlanmedic::wifi {

std::string_view reason_text(std::uint16_t reason) {
    switch (reason) {
        case 1: return "unspecified";
        case 2: return "previous authentication no longer valid";
        case 3: return "the sender is leaving";
        case 4: return "inactivity";
        case 5: return "access point cannot serve all its stations";
        case 6: return "class 2 frame from a station that is not authenticated";
        case 7: return "class 3 frame from a station that is not associated";
        case 8: return "the sender is leaving the BSS";
        case 9: return "association asked for without authentication";
        case 10: return "unacceptable power capability";
        case 11: return "unacceptable supported channels";
        case 12: return "BSS transition management";
        case 13: return "invalid element";
        case 14: return "message integrity check failed";
        case 15: return "4-way handshake timed out";
        case 16: return "group key handshake timed out";
        case 17: return "element of the 4-way handshake differs from the beacon";
        case 18: return "invalid group cipher";
        case 19: return "invalid pairwise cipher";
        case 20: return "invalid key management";
        case 21: return "unsupported RSNE version";
        case 22: return "invalid RSNE capabilities";
        case 23: return "IEEE 802.1X authentication failed";
        case 24: return "cipher suite rejected by policy";
        case 32: return "unspecified QoS reason";
        case 33: return "access point lacks bandwidth";
        case 34: return "too many frames unacknowledged";
        case 35: return "sending outside of its TXOP";
        case 36: return "the station is leaving the BSS";
        case 37: return "stream or session not wanted any more";
        case 38: return "stream or session not set up";
        case 39: return "time-out";
        case 45: return "peer does not support the cipher suite";
        default: return "unknown reason";
    }
}

std::string_view status_text(std::uint16_t status) {
    switch (status) {
        case 0: return "success";
        case 1: return "unspecified failure";
        case 10: return "capabilities cannot be supported";
        case 11: return "earlier association not confirmed";
        case 12: return "denied for a reason outside of the standard";
        case 13: return "authentication algorithm not supported";
        case 14: return "authentication frame out of sequence";
        case 15: return "challenge failed";
        case 16: return "time-out while waiting for the next frame";
        case 17: return "access point is full";
        case 18: return "basic rates not supported";
        case 22: return "spectrum management required";
        case 23: return "unacceptable power capability";
        case 24: return "unacceptable supported channels";
        case 27: return "HT features missing";
        case 30: return "refused temporarily, try again later";
        case 31: return "robust management frame policy violation";
        case 33: return "access point lacks bandwidth";
        case 34: return "poor channel conditions";
        case 37: return "request declined";
        case 38: return "invalid parameters";
        case 40: return "invalid element";
        case 41: return "invalid group cipher";
        case 42: return "invalid pairwise cipher";
        case 43: return "invalid key management";
        case 45: return "invalid RSNE capabilities";
        case 46: return "cipher suite rejected by policy";
        case 51: return "listen interval too large";
        case 53: return "invalid PMKID";
        case 54: return "invalid mobility domain";
        case 55: return "invalid fast transition element";
        case 72: return "unsupported finite cyclic group";
        case 76: return "anti-clogging token required";
        case 104: return "VHT features missing";
        case 126: return "SAE hash to element";
        default: return "unknown status";
    }
}

}  // namespace wlanmedic::wifi
