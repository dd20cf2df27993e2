"""Uploaded files: what is let in, and what is made of it. Functions on paths and bytes; no model, no framework.

    media_type = sniff(head, filename)          # the first bytes decide; a wrong name is refused
    media_type = sniff_source(head, filename)   # the same where makers hand in what they work in, such as PSD
    scan(path, settings.VIRUS_SCAN_COMMAND)     # fails closed
    processed = process_image(path, folder)     # decoded in a child that may be killed
    members = list_archive(path)                # a ZIP is listed, never extracted

All of them raise MediaRefused (the owner can act) or MediaCrashed (the operator must look, too). They are to be had of
the modules that define them: the decoding child, a new process for each image, must load nothing that it does not need.
"""
